code-title = 請輸入簡訊驗證碼
code-sent-to = 已傳送到 { $mobile }
code-hint = 收到簡訊後，輸入裡面的數字，輸完會自動送出。
code-left = 剩餘 { $seconds } 秒
code-done = 完成
code-resend = 重新發送
code-resend-in = { $seconds } 秒後可重新發送
code-other-number = 更改號碼
code-checking = 確認中…
code-sending = 發送中…
code-told = 寄送簡訊成功！
code-told-where = 驗證碼已傳到 { $mobile }
code-told-close = 知道了
code-short = 驗證碼有 { $digits } 碼，還差 { $missing } 碼。
code-wrong = 驗證碼不對。請看一下最新的簡訊，再輸入一次。
code-wrong-left = { $tries ->
    [1] 驗證碼不對，只剩最後 1 次。再錯就要等一陣子才能再試。
   *[other] 驗證碼不對，還可以試 { $tries } 次。請看最新的簡訊。
}
code-expired = 驗證碼過期了。請按「重新發送」，會再傳一則新的給您。
code-paused = 輸入錯太多次了。請等 { $minutes } 分鐘再試，或到服務櫃檯辦理。
code-counter = 這個號碼錯太多次了，請到服務櫃檯，由服務人員協助您辦理。
code-later = 剛剛才傳過。請等 { $seconds } 秒再重新發送。
code-later-long = 這個號碼傳太多次了。請等 { $minutes } 分鐘再試，或到服務櫃檯辦理。
code-messages-down = 簡訊系統暫時不能用，沒有傳出去。請稍後再試，或到服務櫃檯辦理。
code-delayed = ! 簡訊會晚一點到。不想等，也可以到服務櫃檯辦理。
phone-handle = 簡訊{ $count }
phone-close = 展示用手機　F4 收起
phone-empty = 還沒有簡訊　F4 收起
phone-hint = 點簡訊就會填入
