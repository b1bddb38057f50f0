crash-title = This machine is out of service. We are sorry.
crash-payment = If you have already paid, your payment is safe. Please do not pay again.
crash-next = Please ask our staff for help and tell them this code: { $code }
