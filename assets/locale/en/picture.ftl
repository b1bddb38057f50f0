picture-title = Please enter the five digits in the picture
picture-why = This computer is not enrolled: we make sure that a person is using it.
picture-listen = Listen
picture-other = Another one
picture-done = Done
picture-checking = Checking…
picture-drawing = Drawing…
picture-short = There are 5 digits; { $missing } are missing.
picture-wrong = Those are not the digits. Look again, listen, or take another picture.
picture-wrong-left = { $tries ->
    [1] Wrong digits. One try left: look again, or listen.
   *[other] Wrong digits. { $tries } tries left: look again, or listen.
}
picture-over = That picture can no longer be used. Please enter the digits of this one.
picture-playing = Playing: an English voice says the five digits.
picture-silent = This computer cannot play sounds. Please use the picture, or take another one.
picture-ask = The five digits in the picture (? to hear them):{" "}
