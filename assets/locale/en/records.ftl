records-title = Payment history
records-explanation = What was paid for your vehicles since you added them.
records-none = Nothing was paid since you added your vehicles.
records-open = Receipt ›
records-back = Back
records-more = { $provider } · { $count ->
    [one] { $count } bill
   *[other] { $count } bills
} · { $number }
records-pass = { $provider } · { $name } · { $number }
records-paid = { $when }  { $plates }
