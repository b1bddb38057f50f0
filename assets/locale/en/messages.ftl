messages-title = Messages
messages-none = There are no messages.
messages-back = Back
messages-at = { $at }
messages-read = Back
message-password-changed-title = Password changed
message-password-changed-body = Your password was changed. If that was not you, go to the counter at once.
message-password-reset-title = Password replaced
message-password-reset-body = Your password was replaced by way of a code by text. If that was not you, go to the counter at once.
message-mobile-changed-title = Mobile number changed
message-mobile-changed-body = Your number is { $mobile } now. If that was not you, go to the counter at once.
message-readmitted-title = Codes by text are allowed again
message-readmitted-body = After too many wrong codes for your number, the counter has allowed codes again. If you were not there, go to the counter at once.
message-claim-against-title = Somebody claims { $plate }
message-claim-against-body = Somebody says that { $plate } is theirs (claim { $number }). It stays with you while the office decides. If it is yours, bring its registration certificate to the counter.
message-claim-lost-title = { $plate } was removed
message-claim-lost-body = The office has seen the registration certificate (claim { $number }): { $plate } is another owner’s, and was removed from your vehicles. The counter can answer questions.
message-claim-granted-title = { $plate } is yours
message-claim-granted-body = Your claim { $number } was granted: { $plate } is among your vehicles. Please choose its services under “Vehicles”.
message-claim-refused-title = Your claim to { $plate } was refused
message-claim-refused-body = The office has refused claim { $number } to { $plate }. The counter can answer questions.
message-claim-dismissed-title = { $plate } stays yours
message-claim-dismissed-body = Claim { $number } to { $plate } was refused. Nothing changes for you.
message-ticket-issued-title = New ticket for { $plate }
message-ticket-issued-body = Paperless ticket { $number }: NT${ $amount }, due { $due }.
message-reminder-title = { $plate }: due soon
message-reminder-body = Unpaid tickets for { $plate }: { $count }, NT${ $amount } in all, due { $due }. You can pay them here, under “Bills to pay”.
message-flood-title = Flood alert: please move your vehicle
message-flood-body =
    Riverside car parks, { $area ->
        [tamsui] { area-of-tamsui }
        [keelung] { area-of-keelung }
        [xindian] { area-of-xindian }
        [jingmei] { area-of-jingmei }
        [shuangxi] { area-of-shuangxi }
       *[other] your area
    }: please move your vehicle by { $until }; the flood gates are closed after that. Your vehicles there: { $plates }
message-unknown-title = You have a message
message-unknown-body = This machine cannot show it yet. The counter can.
