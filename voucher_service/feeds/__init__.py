"""How do files come in? Bytes become accepted rows and refused rows with reasons."""
