{#-
  A place name in the form that names are compared in: folded, without the word for its kind ("Phường 5" and "5",
  "Quận 8" and "8") and without what writers spell in two ways (02 and 2, dashes, apostrophes).
-#}
{% macro place_key(column) %}
    regexp_replace(
        regexp_replace(
            regexp_replace(
                replace({{ fold(column) }}, 'thừa thiên', ''), '[-–''’`. ]+', ' ', 'g'
            ),
            '^ ?(tỉnh|thành phố|tp|huyện|thị xã|quận|phường|xã|thị trấn|đặc khu) ', ''
        ),
        '^[ 0]+', ''
    )
{% endmacro %}
