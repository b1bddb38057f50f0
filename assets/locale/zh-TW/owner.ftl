## area

area-title = { $name }　您好（{ $mobile }）
area-bills = 繳費查詢
area-bills-more = 看綁定車輛的停車費，直接繳
area-vehicles = 綁定車輛
area-vehicles-more = 新增、服務、刪除
area-messages = 車主訊息
area-messages-more = 沒有新訊息
area-unread = { $count } 則未讀
area-paid = 已繳記錄
area-paid-more = 查看與收據
area-edit = 車主修改
area-edit-more = 姓名、手機、密碼
area-history = 歷程記錄
area-history-more = 登入與異動
area-identities = 第三方帳號綁定
area-identities-more = 台北通、LINE、Google
area-closing = 註銷車主
area-sign-out = 登出

## vehicles

vehicles-title = 綁定的車輛（{ $count } 輛，最多 { $most } 輛）
vehicles-none = 還沒有綁定車輛。
vehicles-none-more = 綁定後就能收到停車單和繳費通知，也能在這裡一次繳清所有車輛的停車費。
vehicles-add = 新增車輛
vehicles-edit = 編輯
vehicles-remove = 刪除
service-paperless = 開單無紙化
service-paperless-more = 停車單不再夾在車上，改成線上查詢和通知。
service-paperless-motorcycle = 機車享無紙化停車優惠（紅、黃牌重機除外）。
service-reminder = 繳費提醒通知
service-reminder-more = 繳費期限前 3 天，在您選的時段傳簡訊提醒。
service-flood = 防汛通知
service-flood-more = 河濱停車場要淨空時，傳簡訊通知您移車。
service-since = { $service }，自 { $day }起生效
service-with = { $service }（{ $choice }）
service-by-text = 簡訊，{ $hours }
area-of-tamsui = 淡水河
area-of-keelung = 基隆河
area-of-xindian = 新店溪
area-of-jingmei = 景美溪
area-of-shuangxi = 雙溪
extra-member = 公有停車場會員：{ $answer }
extra-pass-lot = 月票場所：{ $lot }
extra-third-party = 第三方支付：{ $party }
extra-yes = 是
extra-no = 否
extra-nothing = 無
bind-title = 要綁定哪一輛車？
bind-next = 下一步
services-title = { $vehicle }要哪些服務？
services-explanation = 請選一項以上；之後隨時可以修改。
services-note = 今天申請，自 { $day }起生效。
services-morning = 上午 8–12 點
services-afternoon = 下午 1–6 點
services-evening = 晚上 6–9 點
services-all-day = 整天都可以
services-working = 儲存中…
services-done = 儲存
services-none = 請至少選取一項服務。
services-window-missing = 請選擇收簡訊的時段。
services-area-missing = 請選擇停車的河段。
bound-new = ✓ 已綁定 { $vehicle }
bound-changed = ✓ 已修改 { $vehicle }的服務
bound-services = 服務
bound-back = 知道了
remove-title = 要解除綁定 { $vehicle }嗎？
remove-ends = { $service }立即停止。
remove-bills = 已開的停車單還是要繳；用車牌仍然查得到。
remove-yes = 解除綁定 { $plate }
remove-no = 保留綁定
claim-title = 已受理您對 { $vehicle }的認定申請
claim-number = 申請編號
claim-now-1 = 請記下這個編號，或用手機拍下來。
claim-now-2 = 請帶行車執照和身分證，到服務櫃檯告知編號。
claim-now-3 = 認定結果會寫在「車主訊息」。
claim-back = 知道了
and-one-more = { $some }、{ $one }

## messages

messages-title = 車主訊息
messages-none = 目前沒有訊息。
messages-back = 返回
messages-at = { $at }
messages-read = 返回
message-password-changed-title = 密碼已經修改
message-password-changed-body = 您的密碼剛剛修改了。如果不是您做的，請立刻洽服務櫃檯。
message-password-reset-title = 密碼已經重新設定
message-password-reset-body = 有人用簡訊驗證碼重新設定了您的密碼。如果不是您做的，請立刻洽服務櫃檯。
message-mobile-changed-title = 手機號碼已經更換
message-mobile-changed-body = 您的手機號碼換成 { $mobile } 了。如果不是您做的，請立刻洽服務櫃檯。
message-identity-linked-title = 已經綁定第三方帳號
message-identity-linked-body = 您的車主會員綁定了第三方帳號，之後可以用它登入；是哪一個帳號，請看「歷程記錄」。如果不是您做的，請立刻洽服務櫃檯。
message-number-waits-title = 櫃檯受理換手機號碼
message-number-waits-body = 有人在服務櫃檯出示身分證和行照，申請將您的帳號改用另一個手機號碼，{ $due } { $time } 生效。不是您本人，請登出再登入，停止變更。
message-number-stopped-title = 換手機號碼已經停止
message-number-stopped-body = 在服務櫃檯申請的手機號碼變更已經停止，號碼和原來一樣。
message-number-ended-title = 換手機號碼沒有生效
message-number-ended-body = 在服務櫃檯申請的手機號碼變更沒有生效，號碼不會因為它而變更。如有疑問，請洽服務櫃檯。
message-readmitted-title = 簡訊驗證碼已經恢復
message-readmitted-body = 您的號碼因為輸入錯誤太多次而暫停簡訊驗證，服務櫃檯已經替您恢復。如果您沒有到過櫃檯，請立刻洽服務櫃檯。
message-claim-against-title = 有人申請認定 { $plate }
message-claim-against-body = 有人表示 { $plate } 是他的車（申請編號 { $number }）。審查期間您的綁定不變；如果車子是您的，請帶行車執照到服務櫃檯。
message-claim-lost-title = { $plate } 已經解除綁定
message-claim-lost-body = 經審查行車執照（申請編號 { $number }），{ $plate } 屬於另一位車主，您的綁定已經解除。如有疑問，請洽服務櫃檯。
message-claim-granted-title = { $plate } 已經綁定給您
message-claim-granted-body = 您的認定申請（編號 { $number }）通過了，{ $plate } 已經綁定給您。請到「綁定車輛」選擇服務。
message-claim-refused-title = { $plate } 的認定申請沒有通過
message-claim-refused-body = 經審查，您對 { $plate } 的申請（編號 { $number }）沒有通過。如有疑問，請洽服務櫃檯。
message-claim-dismissed-title = { $plate } 仍然綁定給您
message-claim-dismissed-body = 對 { $plate } 的認定申請（編號 { $number }）沒有通過，您的綁定不變。
message-claim-undone-title = { $plate } 的改綁已經撤回
message-claim-undone-body = 服務櫃檯撤回了認定（申請編號 { $number }），{ $plate } 已經還給原來的車主，您的綁定已經解除。如有疑問，請洽服務櫃檯。
message-claim-returned-title = { $plate } 還給您了
message-claim-returned-body = 服務櫃檯撤回了認定（申請編號 { $number }），{ $plate } 又綁定在您這裡，原來的服務也恢復了。請到「綁定車輛」看看對不對。
message-objection-upheld-title = { $plate } 的申訴成立
message-objection-upheld-body = 停車單 { $number } 申訴成立，已經註銷，不用繳費；已經繳的會退回原來的付款帳戶。
message-objection-rejected-title = { $plate } 的申訴不成立
message-objection-rejected-body = 停車單 { $number } 申訴不成立，還沒繳的請於期限內繳納。有疑問可以到櫃檯詢問。
message-objection-taken-back-title = { $plate } 的申訴已撤回
message-objection-taken-back-body = 停車單 { $number } 的申訴已經撤回，還沒繳的請於期限內繳納。若不是您提出的，請到櫃檯詢問。
message-ticket-issued-title = { $plate } 有新的停車單
message-ticket-issued-body = 無紙化停車單 { $number }，{ $amount } 元，請在 { $due } 以前繳費。
message-reminder-title = { $plate } 的停車費快到期了
message-reminder-body = { $plate } 有 { $count } 張停車單還沒繳，共 { $amount } 元，{ $due } 到期。可以在「繳費查詢」繳清。
message-flood-title = 防汛通知：請移車
message-flood-body =
    { $area ->
        [tamsui] { area-of-tamsui }
        [keelung] { area-of-keelung }
        [xindian] { area-of-xindian }
        [jingmei] { area-of-jingmei }
        [shuangxi] { area-of-shuangxi }
       *[other] 您選擇的河段
    }堤外停車場請在 { $until } 前移車，逾時將關閉疏散門。您登記的車輛：{ $plates }。
message-unknown-title = 您有一則訊息
message-unknown-body = 這台機器還不能顯示這則訊息，請洽服務櫃檯。

## records

records-title = 已繳記錄
records-explanation = 綁定之後，您的車輛繳過的停車費。
records-none = 綁定之後還沒有繳過停車費。
records-open = 看收據 ›
records-back = 返回
records-more = { $provider }・{ $count } 張單・{ $number }
records-pass = { $provider }・{ $name }・{ $number }
records-paid = { $when }  { $plates }

## history

history-title = 歷程記錄
history-explanation = 如果有不是您做的，請立刻修改密碼，並洽服務櫃檯。
history-none = 還沒有任何記錄。
history-back = 返回
history-take = 帶走本次
history-of = { $what }　{ $subject }
history-from = { $place }
history-registered = 註冊成為車主
history-signed-in = 登入
history-name-changed = 修改姓名
history-email-changed = 修改 E-mail
history-password-changed = 修改密碼
history-password-reset = 忘記密碼，重新設定
history-mobile-changed = 更換手機號碼
history-vehicle-bound = 綁定車輛
history-services-changed = 修改服務
history-vehicle-unbound = 解除綁定車輛
history-claim-made = 申請認定車輛
history-identity-linked = 綁定第三方帳號
history-identity-unlinked = 解除第三方帳號
history-from-why = { $place }・{ $why }
history-staff-looked = 服務人員查看您的資料（已遮蔽）
history-staff-revealed-name = 服務人員查看您的姓名
history-staff-revealed-mobile = 服務人員查看您的手機號碼
history-staff-revealed-email = 服務人員查看您的 E-mail
history-staff-readmitted = 服務人員恢復您收驗證碼
history-staff-number-asked = 服務人員受理換手機號碼
history-staff-number-decided = 服務人員核可換手機號碼
history-staff-number-stopped = 服務人員停止換手機號碼
history-staff-claim-undone = 服務人員撤回車輛認定
history-staff-objection-opened = 服務人員登記停車單申訴
history-staff-objection-rejected = 服務人員登記申訴不成立
history-staff-objection-upheld = 服務人員因申訴註銷停車單
history-staff-other = 服務人員查看或處理您的資料
history-why-compare-papers = 核對證件
history-why-call-back = 回電或回信
history-why-person-asks = 本人要求
history-why-wrong-entry = 查對輸入錯誤
history-why-papers-seen = 看過證明文件
history-why-other-office = 其他辦公室提出
history-why-our-mistake = 我方作業錯誤

## identities

identities-title = 第三方帳號綁定
identities-explanation = 綁定之後，在這裡和網站都能用這些帳號登入。
identities-name = { $name }
identities-not-linked = 尚未綁定
identities-linked = ✓ { $day } 綁定
identities-link = 進行綁定
identities-unlink = 解除綁定
identities-back = 返回
link-title = 綁定 { $provider }
link-scan = 請用手機掃描，在手機上登入並同意。
link-no-code = 畫面放不下 QR Code，請用手機開啟下面的網址。
link-or = 也可以用手機開啟
link-address = { $address }
link-type = 並輸入代碼
link-left = 剩餘時間　{ $time }
link-waiting = 等待手機確認中…
link-lost = 連線中斷，恢復後會自動更新。
link-give-up = 取消綁定
unlink-title = 要解除 { $provider } 的綁定嗎？
unlink-ends = 之後在這裡和網站都不能再用 { $provider } 登入。
unlink-kept = 您的車輛、通知和記錄都不受影響。
unlink-yes = 解除 { $provider }
unlink-no = 保留綁定

## edit

edit-title = 要修改哪一項？
edit-value = { $value }
edit-none = 沒有填寫
edit-hidden = ●●●●●●
edit-name = 車主姓名
edit-mobile = 手機號碼
edit-email = E-mail
edit-password = 密碼
edit-change = 修改
edit-changed = ✓ 已修改
edit-back = 返回
edit-current-title = 請先輸入目前的密碼
edit-current-note = 確認是您本人，再設定新密碼。
edit-current-wrong = 目前的密碼不對
edit-current-paused = 錯太多次了，請等 { $minutes } 分鐘
edit-save = 儲存
edit-mobile-title = 新的手機號碼是？
edit-mobile-note = 我們會傳驗證碼到新號碼。驗證後，就用新號碼登入。

## closing

new-number-title = 有人要換掉您帳號的手機號碼，是您嗎？
new-number-asked = 有人在服務櫃檯出示身分證和行照，申請將您的帳號改用 { $mobile }。
new-number-effect = { $at } 生效；生效後要用新號碼重新設定密碼。
new-number-password = 您能登入，就可以在車主資料自己換號碼，不用等。
new-number-stop = 這不是我，停止變更
new-number-mine = 是我申請的，繼續
closing-title = 註銷車主：會刪除什麼？
closing-deleted = 您的姓名、手機號碼、E-mail 和密碼會刪除，不能復原。
closing-ended = 綁定的車輛、無紙化、簡訊通知和第三方帳號綁定全部結束。
closing-tickets = 已開的停車單還是要繳；之後會改開紙本停車單。
closing-kept = 繳費記錄和收據依法保存 5 年，上面只有車牌，沒有您的姓名。
closing-go-on = 繼續註銷
closing-no = 保留帳號
closing-sure-title = 真的要註銷嗎？
closing-sure = 註銷之後不能復原，要再使用就得重新註冊。
closing-yes = 是，註銷我的帳號
closing-password-title = 請輸入密碼，確認是您本人
closing-password-note = 輸入之後，帳號就註銷了。
closing-do = 註銷帳號
closing-wrong = 密碼不對，帳號沒有註銷
closing-paused = 錯太多次了，請等 { $minutes } 分鐘
goodbye-title = 您的帳號已經註銷
goodbye-done = 您的個人資料已經刪除。謝謝您使用停車一站式服務。
goodbye-tickets = 沒繳的停車單，還是可以在這裡用車牌查詢、繳費。
goodbye-again = 想再回來的話，隨時都可以重新註冊。
goodbye-finish = 結束

## owner trouble

trouble-no-vehicles-title = 還沒有綁定車輛
trouble-no-vehicles-body = 要先綁定車輛，才能一次查詢所有車輛的停車費。
trouble-no-vehicles-now = 現在就可以新增車輛。
trouble-vehicles-full-title = 最多只能綁定 10 輛車
trouble-vehicles-full-body = 您綁定的車輛和認定中的申請，加起來已經有 10 輛。
trouble-vehicles-full-now = 請先刪除一輛，再新增。
trouble-vehicle-gone-title = 這輛車已經不在清單上
trouble-vehicle-gone-body = 剛才還在，可能已經在別的地方刪除了。
trouble-vehicle-gone-now = 請重新查詢，看看最新的清單。
trouble-nothing-owed-mine-title = 您的 { $count } 輛車都沒有待繳的停車費
trouble-nothing-owed-mine-body = 剛停完車，停車單可能要 15 到 60 分鐘後才查得到。剛在超商或櫃檯繳過的，也可能還要幾天才會更新。
trouble-nothing-owed-mine-now = 現在不用繳任何費用。
trouble-vehicle-taken-title = { $vehicle }已經有人綁定
trouble-vehicle-taken-body = 同一輛車只能由一位車主綁定。為了保護個人資料，這裡不能告訴您是誰。
trouble-vehicle-taken-now = 如果這是您的車，請申請認定：畫面會給您一個編號，帶行車執照到櫃檯就能處理。
trouble-vehicle-bound-title = 您已經綁定 { $vehicle }
trouble-vehicle-bound-body = 這輛車就在您的清單上，不用再綁一次。
trouble-vehicle-bound-now = 要改服務的話，請回車主專區，在「綁定車輛」按「編輯」。
trouble-link-denied-title = { $provider } 沒有綁定
trouble-link-denied-body = 手機上沒有同意，所以沒有綁定。
trouble-link-denied-now = 要綁定的話，請再試一次，並在手機上按同意。
trouble-link-expired-title = 時間到了，{ $provider } 沒有綁定
trouble-link-expired-body = 在時間內沒有收到手機的確認。
trouble-link-expired-now = 請再試一次，會給您新的代碼。
trouble-link-taken-title = 這個 { $provider } 帳號已經綁定別的車主
trouble-link-taken-body = 一個帳號只能綁定一位車主。
trouble-link-taken-now = 請換一個帳號，或洽服務櫃檯。
trouble-identity-down-title = 現在連不上 { $provider }
trouble-identity-down-body = 對方的系統暫時沒有回應，所以沒有綁定。
trouble-identity-down-now = 請稍等一下再試，或改天再綁定。
trouble-pass-not-on-sale-title = 這種月票現在不能買
trouble-pass-not-on-sale-body = 月票的販售時間或內容剛才改變了，所以沒有收款。
trouble-pass-not-on-sale-now = 請重新查詢，看看現在有哪些月票。
trouble-pass-sold-out-title = 這種月票剛剛賣完了
trouble-pass-sold-out-body = 最後一張在您確認之前被買走了，沒有收款。
trouble-pass-sold-out-now = 請看看別種月票。
trouble-pass-price-title = 票價剛才變了
trouble-pass-price-body = 票價和剛才畫面上的不一樣，所以先不收款。
trouble-pass-price-now = 請重新查詢，確認新的票價。
trouble-pass-being-paid-title = 這輛車的月票正在別處付款
trouble-pass-being-paid-body = 另一台機器或手機正在買同一張月票，所以這裡先不收。
trouble-pass-being-paid-now = 請重新查詢看看；如果那邊取消了，就可以在這裡買。
trouble-pass-bought-title = 這輛車已經買了這個月的月票
trouble-pass-bought-body = 同一輛車、同一個月份，不用再買一次。
trouble-pass-bought-now = 要幫另一輛車買的話，請輸入另一個車牌。
trouble-number-taken-title = 這個號碼已經是另一位車主的
trouble-number-taken-body = 一個手機號碼只能有一位車主，所以您的號碼沒有更換。
trouble-number-taken-now = 請換一個號碼；如果這支手機是您的，請洽服務櫃檯。
trouble-sign-in-denied-title = 沒有登入
trouble-sign-in-denied-body = 手機上沒有同意，所以沒有登入；{ $provider } 帳號沒有任何變動。
trouble-sign-in-denied-now = 要登入的話，請再試一次，並在手機上按同意。
trouble-sign-in-expired-title = 時間到了，沒有登入
trouble-sign-in-expired-body = 在時間內沒有收到 { $provider } 的確認。
trouble-sign-in-expired-now = 請再試一次，會給您新的代碼。
trouble-sign-in-down-title = 現在連不上 { $provider }
trouble-sign-in-down-body = 對方的系統暫時沒有回應，所以沒有登入。
trouble-sign-in-down-now = 請稍等一下再試，或改用手機號碼和密碼登入。
trouble-sign-in-unknown-title = 這個 { $provider } 帳號還沒有綁定
trouble-sign-in-unknown-body = 這裡沒有會員綁定這個帳號。
trouble-sign-in-unknown-now = 請用手機號碼和密碼登入，再到「第三方帳號綁定」綁定。
