"""What views and forms share: session, access, forms, lists, errors, locale."""
