providers-title = 您要用哪一家付 { $amount }？
providers-explanation = 請選擇您手機裡已經有的支付業者。
provider-name = { $name }
provider-fee = 手續費 { $fee }
provider-unavailable = 暫停服務
provider-limit = 單筆上限 { $amount }
provider-why-not = { $name }：{ $reason }，請選擇其他業者。
