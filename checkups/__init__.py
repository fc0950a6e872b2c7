"""The check-up of an initiative (APK): four questions once in a while, what comes of them, and when it comes back."""
