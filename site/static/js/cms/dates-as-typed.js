/* What is typed in a date stays as it is typed. On leaving the field, the date chooser would turn
   31/02 into 3 March, and words into today: nobody would see that they were not understood. The
   form refuses what is no date, beside the field. */
jQuery.fn.datetimepicker.defaults.validateOnBlur = false;
