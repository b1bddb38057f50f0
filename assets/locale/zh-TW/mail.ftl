# E-mails to owners: that something about their account was changed. No links, as in text messages, and nothing of a person in them.

mail-subject-mobile-changed = 【臺北市停車】車主會員手機號碼已變更
mail-subject-email-changed = 【臺北市停車】車主會員電子郵件已變更
mail-subject-password-changed = 【臺北市停車】車主會員密碼已變更
mail-subject-password-reset = 【臺北市停車】車主會員密碼已重新設定
mail-subject-number-waits = 【臺北市停車】櫃檯受理更換您的手機號碼
mail-greeting = 車主您好：
mail-body-mobile-changed = 您的臺北市停車車主會員手機號碼已於{ $day }{ $time }變更，之後的驗證碼與通知都會傳到新號碼。
mail-body-email-changed = 您的臺北市停車車主會員電子郵件已於{ $day }{ $time }變更或移除，這是寄到此信箱的最後一封通知。
mail-body-password-changed = 您的臺北市停車車主會員密碼已於{ $day }{ $time }變更。
mail-body-password-reset = 您的臺北市停車車主會員密碼已於{ $day }{ $time }以手機驗證碼重新設定。
mail-body-number-waits = 有人在服務櫃檯出示身分證和行照，申請將您的車主會員改用另一個手機號碼，{ $day }{ $time }生效。
mail-number-stop = 如果是您本人申請，不必理會這封信；若不是，請開啟連結，按「這不是我，停止變更」：{ $link } 或電洽{ $phone }。
mail-not-you = 如果是您本人操作，不必理會這封信；若不是，請立即電洽{ $phone }。
mail-footer = 本信由系統寄出，請勿直接回覆。這封信沒有附上任何連結，我們也不會向您索取密碼或驗證碼。
mail-footer-link = 本信由系統寄出，請勿直接回覆。只有這一種通知會附上連結；我們不會向您索取密碼或驗證碼。
