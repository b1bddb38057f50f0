## register

form-next = 下一步
form-working = 請稍候…
password-fault-empty = 請輸入密碼
register-plate-title = 您要綁定哪一輛車？
mobile-label = 手機號碼
mobile-hint = 例：0912-345-678
mobile-title = 請輸入您的手機號碼
mobile-note = 驗證碼會用簡訊傳到這支手機，以後也用這個號碼登入。
mobile-other-title = 要把驗證碼傳到哪一個號碼？
mobile-other-note = 改好號碼後，我們會再傳一次；原來那則簡訊的驗證碼就不能用了。
mobile-fault-empty = 請輸入手機號碼
mobile-fault-character = 手機號碼只有數字
mobile-fault-too-short = 號碼不夠長，手機號碼有 10 碼
mobile-fault-too-long = 號碼太長，手機號碼有 10 碼
mobile-fault-not-mobile = 手機號碼是 09 開頭的 10 碼
name-title = 請問怎麼稱呼您？
name-label = 車主姓名
name-hint = 例：王小明
name-note = 姓名只用在您的會員資料和通知。畫面上的按鍵只有英文；要輸入中文，請按「用手機輸入」。
name-note-staff = 姓名只用在您的會員資料和通知。畫面上的按鍵只有英文；要輸入中文，請按「請人協助輸入」。
name-help = 請人協助輸入
name-fault-empty = 請輸入姓名
name-fault-too-long = 姓名最多 40 個字
name-fault-character = 有不能用在姓名裡的符號
email-title = 要留 E-mail 嗎？
email-label = E-mail
email-hint = 可以不填
email-note = 留了 E-mail，重要通知也會寄到這裡。
email-note-unsent = 目前沒有 E-mail 通知，重要通知會傳簡訊。
email-none = 不填，下一步
email-fault-no-at = E-mail 裡面要有 @
email-fault-local = @ 前面有打錯的地方
email-fault-domain = @ 後面有打錯的地方
email-fault-too-long = E-mail 太長了
password-title = 請設定密碼
password-label = 密碼
password-again-label = 確認密碼
password-again-hint = 再輸入一次
password-differs = 兩次輸入的密碼不一樣
password-fault-length = 密碼至少要 6 個字
password-fault-upper = 密碼要有大寫英文
password-fault-lower = 密碼要有小寫英文
password-fault-digit = 密碼要有數字
password-fault-character = 有不能用在密碼裡的符號
password-common = 太容易被猜到，請換一個
password-send = 發送驗證碼
privacy-why = 註冊需要您的個人資料，請先看看我們怎麼使用。
privacy-agree = 我已閱讀並同意
registered-title = ✓ 註冊完成，歡迎您！
registered-bound = { $plate }（{ $type }）已經綁定。
registered-reminder = 停車費快到期時，會在下午 1 點到 6 點之間用簡訊提醒您。
registered-more = 開單無紙化、防汛通知等服務，可以在「綁定車輛」裡加選。
registered-taken = { $plate }（{ $type }）已經由其他會員綁定，所以還沒有綁到您這裡。
registered-claim = 如果這是您的車，請到「綁定車輛」提出申請，我們會查明後通知您。
registered-go-on = 進入車主專區

## sign in

sign-in-title = 請輸入手機號碼和密碼
sign-in-note = 還不是會員？請回首頁，選「車主註冊」。
sign-in-do = 登入
sign-in-working = 登入中…
sign-in-forgotten = 忘記密碼
sign-in-refused = 號碼或密碼不對，請重試
sign-in-paused = 錯太多次，請等 { $minutes } 分鐘
reset-title = 忘記密碼了嗎？
reset-note = 我們會傳驗證碼到您註冊的手機，驗證後就能設定新密碼。
reset-set = 設定新密碼
sign-in-with-phone = 用手機登入，不用密碼
sign-in-by-title = 要用哪個帳號登入？
sign-in-by-explanation = 在「第三方帳號綁定」綁定過的帳號，可以用手機登入，不用輸入密碼。
sign-in-by-provider = { $provider }
sign-in-by-link = 用 { $provider } 登入
sign-in-by-give-up = 改用密碼登入
sign-in-scan = 手機掃碼登入
sign-in-compare = 手機上要出現一樣的代碼
sign-in-on-phone = 請在手機上完成 { $provider } 登入
sign-in-on-phone-scan = 手機沒有打開？請再掃一次。

## by phone

by-phone = 用手機輸入
by-phone-title-name = 在手機上輸入姓名
by-phone-title-email = 在手機上輸入 E-mail
by-phone-title-password = 在手機上設定密碼
by-phone-note = 在手機上送出後，這裡會自己填上。
by-phone-waiting = 等手機送出…
by-phone-give-up = 改在這裡輸入
by-phone-over = 手機沒有在時間內送出，請再按一次「用手機輸入」
by-phone-failed = 現在不能用手機輸入，請稍後再試
by-phone-scan = 請用手機掃描，在手機上輸入。

## code

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
code-on-its-way = 寄送簡訊成功！
code-on-its-way-where = 驗證碼已傳到 { $mobile }
code-on-its-way-close = 知道了
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

## picture

picture-title = 請輸入圖片中的五個數字
picture-why = 這台電腦還沒有登記成服務機，所以先確認是真人在操作。
picture-listen = 聽聲音
picture-other = 換一張
picture-done = 完成
picture-checking = 確認中…
picture-drawing = 換一張…
picture-short = 共有 5 個數字，還差 { $missing } 個。
picture-wrong = 數字不對，請再看一次；看不清楚可以換一張，或聽聲音。
picture-wrong-left = { $tries ->
    [1] 數字不對，只剩最後 1 次。可以換一張，或聽聲音。
   *[other] 數字不對，還可以試 { $tries } 次。可以換一張，或聽聲音。
}
picture-over = 上一張圖片不能再用了，請輸入這一張的數字。
picture-playing = 播放中，會用英文唸出五個數字。
picture-silent = 這台電腦不能播放聲音，請看圖片，或換一張。
picture-ask = 圖片中的五個數字（輸入 ? 可以聽）：
