"""Every model of sponsorship, where Django looks for them. Each theme has its own."""
