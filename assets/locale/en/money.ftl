money = NT${ $dollars }
money-less = -NT${ $dollars }
