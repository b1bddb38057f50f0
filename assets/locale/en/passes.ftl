passes-title = Which monthly pass for { $month }?
passes-on-sale = Choose one, enter the plate, and pay with your phone.
passes-not-yet-title = Next month’s passes are not on sale yet
passes-not-yet = You can buy them here from { $day }.
passes-none = There are no monthly passes at present.
passes-choose = Choose ›
passes-product = { $vehicle } · { $left }
passes-left = { $count } left
passes-unlimited = no limit
passes-sold-out = sold out
passes-choose-another = “{ $name }” is sold out. Please choose another.
pass-plate-title = { $type ->
    [car] Which car is the pass for?
   *[motorcycle] Which motorcycle is the pass for?
}
pass-plate-next = Next
pass-change = Change pass
pass-name = Monthly pass
pass-month = Month
pass-bought = { $name } ({ $month })
