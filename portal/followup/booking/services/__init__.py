"""What is done about booked appointments, a module by who does it."""
