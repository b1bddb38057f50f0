welcome-question = 您想做什麼？
welcome-pay = 繳停車費
welcome-pay-more = 輸入車牌就能查、馬上繳
welcome-how = 使用說明
welcome-how-more = 四個步驟就會
welcome-language = English
welcome-language-more = Continue in English
welcome-trials = 展示模式：點一個車牌試試看
