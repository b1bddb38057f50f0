# What is read, printed and kept: receipts, what is owed, bar codes. The same on a page, on paper and on a phone.

document-amount = NT${ $dollars }

## a receipt

document-receipt = 停車費繳費收據
document-sample-receipt = 示範資料：不是真的收據
document-proof = 停車費是規費，不開立統一發票。請保存 6 個月，作為繳費證明。
document-parked = 停車 { $day } { $stay }
document-parked-under = 停車 { $day } { $stay }　{ $ticket }

## what is owed

document-owed = 待繳停車費
document-as-of = 查詢時間
document-sum = 合計
document-line = { $plate }　{ $number }
document-partly = 有些單位暫時查不到，可能還有其他停車單。
document-link = 掃描 QR Code 可看最新金額與超商條碼。請妥善保管，知道網址的人都看得到。
document-paid-now = 本次已繳
document-paid-by = { $amount }（收據 { $receipt }）
document-given-back = 已退回（收據 { $receipt }）
document-paid = 已繳金額
document-visit = 停車費繳費明細
document-still = 尚待繳
document-elsewhere = 其他繳費方式：{ $channels }。
document-bill = { $kind }　{ $number }
document-kind-general = 停車單
document-kind-ordinary = 平信催繳單
document-kind-registered = 掛號催繳單
document-kind-recovery = 追繳單
document-already-paid = ✓ 已繳清
document-gone = 這個號碼目前查無待繳，可能已轉入催繳單。請到服務中心機台以車牌重新查詢。

## bar codes for a store

document-number = 單號
document-to-pay = 金額
document-pay-by = 繳費期限
document-show = 請出示給店員，由上而下依序刷三條。
document-sample-codes = 示範資料：這些條碼不能繳費。
document-once = 繳一次就好。超商代收要隔日到四、五日才會入帳，期間請勿重複繳費。
document-later = 在服務中心用手機支付可能更便宜，也會立刻入帳。
document-untaken-not-offered = 請在服務中心機台用手機支付。
document-untaken-overdue = 已過繳費期限，超商條碼失效。請到服務中心機台用手機支付，或等收到催繳單後以催繳單繳納。
document-untaken-being-paid = 正在別處付款，請先不要重複繳；付款取消後，重新整理這一頁就會出現條碼。
document-untaken-not-here = 已逾催繳期限並移送，超商不收。請洽停車管理工程處服務櫃檯。
document-untaken-too-much = 金額超過超商代收上限 20,000 元。請到服務中心機台用手機支付。
document-untaken-nothing = 不用繳費。
