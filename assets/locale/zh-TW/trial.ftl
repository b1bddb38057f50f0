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
