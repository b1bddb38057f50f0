field-too-long = { $most } characters at most
pad-clear = Clear
pad-rub-out = ⌫
pad-capital = ABC
pad-space = Space
pad-signs = #+=
pad-letters = abc
digits-fault-character = A code has digits only
digits-fault-too-many = Too many digits: please rub some out
password-show = Show password
password-hide = Hide password
password-rule-upper = A capital letter
password-rule-lower = A small letter
password-rule-digit = A digit
password-rule-length = 6 characters or more
strength-weak = weak
strength-fair = fair
strength-strong = strong
