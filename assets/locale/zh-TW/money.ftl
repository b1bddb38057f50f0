money = ${ $dollars }
money-less = -${ $dollars }
