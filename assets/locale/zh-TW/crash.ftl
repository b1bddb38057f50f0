crash-title = 系統維護中，很抱歉無法繼續服務。
crash-payment = 若您已付款，款項會正常入帳，請勿重複繳費。
crash-next = 請洽現場人員協助，並告知代碼：{ $code }
