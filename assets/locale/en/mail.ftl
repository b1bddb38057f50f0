# E-mails to owners: that something about their account was changed. No links, as in text messages, but for the one that stops a new number; nothing of a person in them.

mail-subject-mobile-changed = Your parking account: mobile number changed
mail-subject-email-changed = Your parking account: e-mail address changed
mail-subject-password-changed = Your parking account: password changed
mail-subject-password-reset = Your parking account: new password set
mail-subject-number-waits = Your parking account: a new number was asked for
mail-greeting = Dear vehicle owner,
mail-body-mobile-changed = The mobile number of your account with Taipei Parking was changed on { $day } at { $time }. Codes and notices now go to the new number.
mail-body-email-changed = The e-mail address of your account with Taipei Parking was changed or removed on { $day } at { $time }. This is the last message to this address.
mail-body-password-changed = The password of your account with Taipei Parking was changed on { $day } at { $time }.
mail-body-password-reset = A new password was set for your account with Taipei Parking on { $day } at { $time }, by a code sent to its mobile number.
mail-body-number-waits = Somebody showed an ID card and a vehicle licence at a counter and asked that your account use another mobile number, from { $day } at { $time }.
mail-number-stop = If that was you, there is nothing to do. If it was not, open the link and press "This is not me, stop it": { $link } Or call { $phone }.
mail-not-you = If that was you, there is nothing to do. If it was not, call { $phone } at once.
mail-footer = Please do not reply: nobody reads this address. This e-mail contains no link, and we never ask for a password or a code.
mail-footer-link = Please do not reply: nobody reads this address. This is the only e-mail of ours with a link, and we never ask for a password or a code.
