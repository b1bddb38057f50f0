idle-title = Are you still there?
idle-lost = When time runs out, this machine returns to the start and clears what you entered.
idle-remaining = { $seconds ->
    [one] { $seconds } second left
   *[other] { $seconds } seconds left
}
idle-stay = To go on, touch the screen or press any key.
