passes-title = 要買哪一種 { $month }的月票？
passes-on-sale = 選一種，輸入車牌，再用手機付款就完成了。
passes-not-yet-title = 下個月的月票還沒開賣
passes-not-yet = 自 { $day }起可以在這裡購買。
passes-none = 目前沒有月票。
passes-choose = 選這種 ›
passes-product = { $vehicle }・{ $left }
passes-left = 還有 { $count } 張
passes-unlimited = 不限張數
passes-sold-out = 已售完
passes-choose-another = 「{ $name }」已經售完，請選別種。
pass-plate-title = { $type ->
    [car] 這張月票要給哪一輛汽車？
   *[motorcycle] 這張月票要給哪一輛機車？
}
pass-plate-next = 下一步
pass-change = 改選月票
pass-name = 月票
pass-month = 月份
pass-bought = { $name }（{ $month }）
