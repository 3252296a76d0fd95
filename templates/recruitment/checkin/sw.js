{% autoescape off %}/* Checking people in without network: what is kept of the page. Made by a view. */
const SHELL = "{{ shell|escapejs }}";
const VERSION = "{{ version|escapejs }}";
const FILES = {
{% for asked, kept in files.items %}  "{{ asked|escapejs }}": "{{ kept|escapejs }}",
{% endfor %}};
importScripts("{{ worker|escapejs }}");
{% endautoescape %}
