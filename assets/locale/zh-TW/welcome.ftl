## welcome

welcome-question = 您想做什麼？
welcome-pay = 繳停車費
welcome-pay-more = 1 輸入車牌　2 選單　3 手機掃碼
    不用登入，約 1 分鐘
welcome-look-up = 查停車費
welcome-look-up-more = 輸入車牌就能查
welcome-type-city = 直接輸入車牌，也可以
welcome-look-up-city = 向市府查詢，用手機在市府網頁繳
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

# 展示模式可試用的車牌（assets/demo/vehicles.toml 的 shows）
trial-three-tickets = 3 張停車單
trial-motorcycle = 機車，2 張停車單
trial-overdue = 今天到期與剛逾期
trial-ordinary = 平信催繳
trial-registered = 掛號催繳
trial-recovery = 追繳
trial-every-stage = 四種都有
trial-nothing-owed = 沒有待繳
trial-partly-answered = 只查到一部分
trial-could-not-ask = 暫時無法查詢
trial-forty-tickets = 40 張停車單
trial-three-hundred-tickets = 300 張停車單
trial-military = 軍用車牌
