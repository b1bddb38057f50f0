payment-scan = Scan with your phone and pay there
payment-scanned = No need to scan any more
payment-open = The window is too small for the QR code. Open this address on your phone:
payment-due = To pay
payment-what = { $provider } · { $count ->
    [one] { $count } bill
   *[other] { $count } bills
}
payment-payee = Payee: { $payee }
payment-number = Order: { $number }
payment-left = Time left: { $time }
payment-waiting = Waiting for your phone…
payment-processing = Confirmed on your phone, working…
payment-unknown = We are finding out how it ended. Please do not pay again. (code { $code })
payment-time-over = Time is up, finding out how it ended…
payment-link-lost = Connection lost. The result is kept and will appear here. Please do not pay again.
payment-cannot-scan = Can't scan?
payment-another-way = Another way
payment-help-title = Can't scan it? Please try this
payment-help-distance = ① Hold the phone 30 cm away, the whole code in view.
payment-help-app = ② Use the camera, or “Scan” in your payment app.
payment-help-link = ③ Or open this address in the phone's browser:
payment-link = { $link }
payment-larger = Larger
payment-help-back = Back to paying
payment-cancel-title = Cancel this payment?
payment-cancel-what = The code stops working. Nothing is charged for { $count ->
    [one] this bill
   *[other] these { $count } bills
} ({ $amount }), and you can pay later.
payment-cancel-no = Keep paying
payment-cancel-yes = Cancel it
payment-leave-title = Your phone has confirmed it
payment-leave-what = It cannot be cancelled any more. The result is kept; please do not pay again. If you leave, note order { $number } and look up your plate again later.
payment-leave-no = Wait here
payment-leave-yes = Leave
payment-cover-confirmed = ✓ Confirmed on your phone
payment-cover-processing = One moment, please
payment-cover-unknown = Finding out how it ended
payment-cover-over = Time is up
payment-cover-hold = Please do not pay again
