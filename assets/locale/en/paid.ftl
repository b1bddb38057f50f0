paid-title = ✓ { $amount } paid, thank you
paid-when = Paid at
paid-by = Provider
paid-what = For
paid-receipt = Receipt number
paid-ends = Back to the start in { $seconds } seconds
paid-show-receipt = Receipt
paid-more = Pay more
paid-finish = Finish
paid-still = { $count ->
    [one] { $count } more bill to pay: { $amount }
   *[other] { $count } more bills to pay: { $amount }
}
paid-go-on = Pay the rest
paid-take-along = Scan to keep the receipt
