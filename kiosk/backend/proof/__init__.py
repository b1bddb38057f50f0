"""How somebody proves something: codes, passwords, pictures, and a phone beside the terminal."""
