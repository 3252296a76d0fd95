"""What a person receives by mail (préférences de courriels), with an account or by a link."""
