# What phones show: pages of the backend, on the visitor's own phone.

phone-after = 接下來
phone-help = 服務電話

## no page

phone-lost-title = 找不到這個頁面
phone-lost-text = 網址可能有誤，或已經失效。
phone-lost-next = 請回到現場機台，重新掃描畫面上的 QR Code。
phone-broken-title = 系統發生問題
phone-broken-text = 這一步沒有完成。請不要重複付款。
phone-broken-next = 請重新整理這個頁面；如果還是不行，請看現場機台的畫面，或洽服務櫃檯。
phone-busy-title = 系統忙碌中
phone-busy-text = 這個頁面現在打不開，內容沒有改變。
phone-busy-next = 請稍候幾秒，再重新整理這個頁面。

## a payment

phone-pay-what = 停車費線上繳費
phone-pay-order = 訂單編號
phone-pay-title = 確認付款 { $amount }
phone-pay-due = 應繳金額
phone-pay-provider = 支付業者
phone-pay-until = 請在 { $time } 前完成
phone-pay-left = ，約剩 { $minutes } 分鐘
phone-pay-last-minute = ，剩不到 1 分鐘
phone-pay-pass = 月票
phone-pay-bills = 繳費明細，共 { $count } 張
phone-pay-all = 查看全部明細
phone-pay-by = 繳費期限
phone-pay-month = 使用月份
phone-pay-price = 月票金額
phone-pay-gross = 繳費金額
phone-pay-discount = 優惠折抵
phone-pay-fee = 手續費
phone-pay-confirm = 確認付款 { $amount }
phone-pay-cancel = 取消
phone-pay-receipt = 收據號碼
phone-pay-paid-at = 付款時間
phone-pay-for = 項目
phone-pay-some-bills = { $count } 張單
phone-pay-keep = 收據：保存或列印
phone-pay-wallet = 前往 { $provider } 付款
phone-state-at-wallet-title = 請完成付款
phone-state-at-wallet-text = 請在支付頁面完成付款，完成前不會扣款。現場機台會自動更新。
phone-returned-title = 正在確認付款結果
phone-returned-text = 請稍候，正在向支付業者確認，請不要重複付款。如果還沒完成付款，請點下面的連結回到支付頁面。
phone-state-processing-title = 付款處理中
phone-state-processing-text = 請稍候，不要關閉此頁，也不要重複付款。
phone-state-unknown-title = 正在確認付款結果
phone-state-unknown-text = 支付業者尚未回覆，我們會持續查詢，請不要重複付款。
phone-state-paid-title = 付款完成
phone-state-paid-text = 現場機台的畫面會自動更新，您可以關閉此頁。
phone-state-cancelled-title = 付款已取消
phone-state-cancelled-text = 沒有扣款。
phone-state-expired-title = 已超過付款時間
phone-state-expired-text = 沒有扣款。
phone-late-text = 如果支付 App 已經扣款，款項會自動退還給您，不需要另外申請。
phone-state-refund-due-title = 款項將退還給您
phone-state-refund-due-text = 這筆款項無法用來繳納停車費，會由原支付業者退還，您不需要另外申請。
phone-state-refunded-title = 款項已退還
phone-state-refunded-text = 款項已交由原支付業者退還，入帳時間依業者作業而定。
phone-pass-not-bought = 這筆款項未能購得月票，會由原支付業者退還，您不需要另外申請。
phone-failed-title = 付款沒有成功
phone-failed-insufficient = 餘額不足，沒有扣款。
phone-failed-refused = 支付業者未接受這筆付款，沒有扣款。
phone-failed-provider-down = 支付業者暫停服務，沒有扣款。
phone-no-payment-title = 找不到這筆付款
phone-no-payment-text = 連結可能有誤，或已經失效。
phone-wait-text = 請稍候，此頁會自動再試一次。
phone-next-again = 請回到現場機台，重新查詢並產生新的 QR Code。
phone-late-next = 請先到支付 App 確認沒有扣款，再回到現場機台重新查詢付款。
phone-next-other = 請回到現場機台，重新查詢並改用其他支付。
phone-next-look-up = 停車單是否已經繳清，請到現場機台查詢。
phone-next-buy = 如仍需要月票，請到現場機台重新申購。
phone-next-later = 您可以稍後再打開此頁查看結果，現場機台也會自動更新。

## a field of the machine's form

phone-entry-name = 車主姓名
phone-entry-name-hint = 例：王小明
phone-entry-name-unfit = 請輸入姓名，最多 40 個字，不要有特殊符號。
phone-entry-email = E-mail
phone-entry-email-hint = 例：wang@example.tw
phone-entry-email-unfit = 這不是完整的 E-mail，請再看一次。
phone-entry-password = 設定密碼
phone-entry-password-hint = 至少 6 個字，要有大寫、小寫英文和數字
phone-entry-password-unfit = 密碼至少要 6 個字，並有大寫、小寫英文和數字。
phone-entry-send = 送到現場機台
phone-entry-how = 送出後，現場機台會自動填上。
phone-given-title = ✓ 已送到現場機台
phone-given-text = 請看機台的畫面，繼續下一步。這一頁可以關掉了。
phone-entry-over-title = 這個連結已經失效
phone-entry-over-text = 請回到現場機台，再按一次「用手機輸入」。

## signing in at the machine

phone-offer-title = 用手機登入停車繳費機台
phone-offer-compare = 機台畫面上的代碼，必須和這裡一樣：
phone-offer-warning = 不一樣，或您不在機台前，請不要登入，關掉這一頁。
phone-offer-by = 用 { $provider } 登入
phone-offer-down = 現在連不上 { $provider }，沒有登入。請稍候再按一次，或在機台上用密碼登入。
phone-offer-taken-title = 這個連結已經使用
phone-offer-taken-text = 請在帳號的頁面上完成登入，再看機台的畫面。
phone-offer-over-title = 這個連結已經失效
phone-offer-over-text = 請回到現場機台，重新掃描畫面上的 QR Code。
phone-number-prove-title = 確認新的手機號碼
phone-number-prove-text = 您在服務櫃檯申請將車主會員改用這支手機的號碼。是您本人申請的，請按下面的按鈕；不是的話，關掉這一頁就好。
phone-number-prove-do = 是我申請的，這是我的手機
phone-number-stop-title = 車主會員要換手機號碼
phone-number-stop-text = 有人在服務櫃檯出示身分證和行照，申請將您的車主會員改用另一個手機號碼，{ $day } { $time } 生效。是您本人申請的，不用做任何事。
phone-number-stop-do = 這不是我，停止變更
phone-number-proved-title = 已經確認
phone-number-proved-text = 這支手機的號碼確認了，請告訴服務人員。核可後還要等一段時間才生效，到時會再傳簡訊給您。
phone-number-stopped-title = 已經停止
phone-number-stopped-text = 手機號碼不會變更，您的帳號和原來一樣。請改一個新的密碼；有人冒用您的證件，請洽服務櫃檯。
phone-number-done-title = 已經生效，不能從這裡停止
phone-number-done-text = 車主會員的手機號碼已經變更。不是您本人申請的，請立刻帶身分證和行照到服務櫃檯。
phone-number-over-title = 這個連結已經失效
phone-number-over-text = 這件申請已經結束，手機號碼沒有因為它而變更。

## what is taken along

phone-sheet-keep = 可以用瀏覽器的「分享」存檔，或「列印」到自己的印表機。
phone-sheet-until = 網址有效到 { $moment }
