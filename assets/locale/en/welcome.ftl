welcome-question = What would you like to do?
welcome-pay = Pay for parking
welcome-pay-more = Enter your plate, pay with your phone
welcome-how = How it works
welcome-how-more = In four short steps
welcome-language = 中文
welcome-language-more = 改用中文
welcome-trials = Demonstration: plates you can try
