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
