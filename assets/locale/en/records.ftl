records-title = Paid before
records-explanation = What was paid for your vehicles since you added them.
records-none = Nothing was paid since you added your vehicles.
records-back = Done
records-more = { $provider } · { $count ->
    [one] { $count } bill
   *[other] { $count } bills
} · { $number }
records-pass = { $provider } · { $name } · { $number }
