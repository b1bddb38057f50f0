picture-title = 請輸入圖片中的五個數字
picture-why = 這台電腦還沒有登記成服務機，所以先確認是真人在操作。
picture-listen = 聽聲音
picture-other = 換一張
picture-done = 完成
picture-checking = 確認中…
picture-drawing = 換一張…
picture-short = 共有 5 個數字，還差 { $missing } 個。
picture-wrong = 數字不對，請再看一次；看不清楚可以換一張，或聽聲音。
picture-wrong-left = { $tries ->
    [1] 數字不對，只剩最後 1 次。可以換一張，或聽聲音。
   *[other] 數字不對，還可以試 { $tries } 次。可以換一張，或聽聲音。
}
picture-over = 上一張圖片不能再用了，請輸入這一張的數字。
picture-playing = 播放中，會用英文唸出五個數字。
picture-silent = 這台電腦不能播放聲音，請看圖片，或換一張。
picture-ask = 圖片中的五個數字（輸入 ? 可以聽）：
