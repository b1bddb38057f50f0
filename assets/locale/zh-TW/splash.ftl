splash-name = 停車一站式服務
splash-wait = 服務啟動中，請稍候
