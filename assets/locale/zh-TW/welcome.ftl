welcome-question = 您想做什麼？
welcome-pay = 繳停車費
welcome-pay-more = 1 輸入車牌　2 選單　3 手機掃碼
    不用登入，約 1 分鐘
welcome-look-up = 查停車費
welcome-look-up-more = 輸入車牌就能查
welcome-sign-in = 車主登入
welcome-sign-in-more = 車輛、通知、記錄
welcome-register = 車主註冊
welcome-register-more = 第一次使用按這裡
welcome-how = 使用說明
welcome-notices = 公告
welcome-questions = 常見問題
welcome-channels = 繳費管道
welcome-passes = 月票
welcome-trials = 展示模式：點一個車牌試試看
welcome-type = 直接輸入車牌，或掃描停車單條碼，也可以
