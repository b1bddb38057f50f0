welcome-question = What would you like to do?
welcome-pay = Pay for parking
welcome-pay-more = Look up your plate and pay
welcome-how = How it works
welcome-how-more = In four steps
welcome-language = 中文
welcome-language-more = 改用中文
welcome-trials = Demonstration: plates you can try
