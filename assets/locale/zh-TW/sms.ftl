# Text messages. Each fits in one on the air where plates and figures are of the usual length: 160 letters of GSM 7-bit, or 70 of Chinese.
# No links: an office that never sends any gives a false one away.

sms-code = 【臺北市停車】您{ $what }的驗證碼為{ $digits }，5分鐘內有效。市府人員不會向您索取驗證碼，請勿告訴他人。
sms-code-register = 註冊車主會員
sms-code-reset-password = 重設密碼
sms-code-change-mobile = 變更手機號碼
sms-number-changed = 【臺北市停車】您的車主會員手機號碼已於{ $day }{ $time }變更，此號碼不再收到通知。若非您本人變更，請電洽{ $phone }。
sms-number-link = 【臺北市停車】您在櫃檯申請將車主會員改用此號碼，請於1天內開啟連結確認：{ $link } 若非您本人申請，請勿開啟。
sms-number-waits = 【臺北市停車】櫃檯受理將您的車主會員改用另一個手機號碼，{ $day }{ $time }生效。若非您本人，請開啟連結停止：{ $link }
sms-number-yours = 【臺北市停車】此號碼已登記為您的車主會員號碼，請到機台選「忘記密碼」設定新密碼。洽詢{ $phone }
sms-number-not = 【臺北市停車】在櫃檯申請改用此號碼的車主會員變更已經取消，沒有登記。洽詢{ $phone }
sms-reminder = 【臺北市停車】{ $plate }有{ $count }張停車單共{ $dollars }元，{ $count ->
    [1] { "" }
   *[other] 最早
}{ $day }到期，請於期限內繳納。洽詢{ $phone }
sms-ticket = 【臺北市停車】{ $plate }於{ $day }{ $time }開立停車單{ $dollars }元，請於{ $due }前繳納。單號{ $number }
sms-objection-upheld = 【臺北市停車】停車單{ $number }申訴成立，已註銷，不用繳費。洽詢{ $phone }
sms-objection-rejected = 【臺北市停車】停車單{ $number }申訴不成立，還沒繳的請於期限內繳納。洽詢{ $phone }
sms-objection-taken-back = 【臺北市停車】停車單{ $number }的申訴已撤回，還沒繳的請於期限內繳納。洽詢{ $phone }
sms-flood = 【臺北市停車】{ $area }堤外停車場請於{ $day }{ $time }前移車，逾時將關閉疏散門。車號：{ $plates }
# Of five vehicles three are named: $more is 2, $count is 5, and a language takes the one that it says.
sms-flood-more = { $plates }等{ $count }輛{ $more ->
   *[other] { "" }
}
sms-day = { $month }月{ $day }日
