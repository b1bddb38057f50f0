check-title = Please check what you are paying
check-plate = Plate
check-bills = { $count ->
    [one] { $count } bill
   *[other] { $count } bills
}
check-provider = Provider
check-fee = Handling fee
check-making = One moment…
check-confirm = Show code
check-change-bills = Change bills
check-change-provider = Change provider
check-total = Total
check-vehicles = { $count } vehicles ({ $plates } …)
check-vehicle = { $plate } ({ $type })
check-of = { $count ->
    [one] { $count } bill, { $amount }
   *[other] { $count } bills, { $amount }
}
check-included = { $amount } (in the total)
