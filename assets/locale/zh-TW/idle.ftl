idle-title = 您還在嗎？
idle-lost = 時間到了會回到首頁，並清除您輸入的資料。
idle-remaining = 剩餘 { $seconds } 秒
idle-stay = 要繼續使用，請觸碰畫面或按任意鍵。
