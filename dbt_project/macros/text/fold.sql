{#-
  Text in the form that rules are written in: composed letters (NFC), lower case, single spaces, and the tone mark of
  an open oa, oe or uy on its first vowel ("hoà" as "hòa", "uỷ" as "ủy", but "hoàn" and "quý" as they are).
  The same form as `ingest.folding.fold_key`.
-#}
{% macro fold(column) %}
    {%- set moved = {
        'oà': 'òa', 'oá': 'óa', 'oả': 'ỏa', 'oã': 'õa', 'oạ': 'ọa',
        'oè': 'òe', 'oé': 'óe', 'oẻ': 'ỏe', 'oẽ': 'õe', 'oẹ': 'ọe',
        'uỳ': 'ùy', 'uý': 'úy', 'uỷ': 'ủy', 'uỹ': 'ũy', 'uỵ': 'ụy',
    } -%}
    {%- set folded = namespace(sql="lower(nfc_normalize(" ~ column ~ "))") -%}
    {%- for second, first in moved.items() -%}
        {%- set before = '(^|[^q])' if second.startswith('u') else '()' -%}
        {%- set folded.sql = "regexp_replace(" ~ folded.sql ~ ", '" ~ before ~ second ~ "($|[^\\pL])', '\\1" ~ first ~ "\\2', 'g')" -%}
    {%- endfor -%}
    {%- for first, second in {'qùy': 'quỳ', 'qúy': 'quý', 'qủy': 'quỷ', 'qũy': 'quỹ', 'qụy': 'quỵ'}.items() -%}
        {%- set folded.sql = "regexp_replace(" ~ folded.sql ~ ", '" ~ first ~ "($|[^\\pL])', '" ~ second ~ "\\1', 'g')" -%}
    {%- endfor -%}
    trim(regexp_replace({{ folded.sql }}, '\s+', ' ', 'g'))
{% endmacro %}
