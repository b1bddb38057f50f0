splash-name = Parking One-Stop Service
splash-wait = Starting, please wait
