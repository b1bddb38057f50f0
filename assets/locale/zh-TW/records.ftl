records-title = 已繳記錄
records-explanation = 綁定之後，您的車輛繳過的停車費。
records-none = 綁定之後還沒有繳過停車費。
records-open = 看收據 ›
records-back = 返回
records-more = { $provider }・{ $count } 張單・{ $number }
records-pass = { $provider }・{ $name }・{ $number }
records-paid = { $when }  { $plates }
