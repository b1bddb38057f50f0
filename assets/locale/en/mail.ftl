# E-mails to owners: that something about their account was changed. No links, as in text messages, and nothing of a person in them.

mail-subject-mobile-changed = Your parking account: mobile number changed
mail-subject-email-changed = Your parking account: e-mail address changed
mail-subject-password-changed = Your parking account: password changed
mail-subject-password-reset = Your parking account: new password set
mail-greeting = Dear vehicle owner,
mail-body-mobile-changed = The mobile number of your account with Taipei Parking was changed on { $day } at { $time }. Codes and notices now go to the new number.
mail-body-email-changed = The e-mail address of your account with Taipei Parking was changed or removed on { $day } at { $time }. This is the last message to this address.
mail-body-password-changed = The password of your account with Taipei Parking was changed on { $day } at { $time }.
mail-body-password-reset = A new password was set for your account with Taipei Parking on { $day } at { $time }, by a code sent to its mobile number.
mail-not-you = If that was you, there is nothing to do. If it was not, call { $phone } at once.
mail-footer = Please do not reply: nobody reads this address. Our e-mails never contain links, and we never ask for a password or a code.
