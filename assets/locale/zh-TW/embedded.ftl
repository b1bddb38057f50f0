embedded-port = 本機服務無法啟動：連接埠已被其他程式使用。請關閉該程式後重新啟動。
embedded-disk = 本機服務無法啟動：無法寫入資料夾，請檢查磁碟空間與權限。
embedded-database = 本機服務無法啟動：資料庫無法開啟，請洽系統管理人員。
embedded-unknown = 本機服務中斷，正在重新啟動。
embedded-settings = 本機服務無法啟動：設定檔的內容無法使用，請洽系統管理人員。
embedded-said = { $what }（{ $said }）
