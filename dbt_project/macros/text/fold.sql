{#-
  Text in the form that rules are written in: composed letters (NFC), lower case, single spaces, and the tone mark of
  an open oa, oe or uy on its first vowel ("hoà" as "hòa", "uỷ" as "ủy", but "hoàn" and "quý" as they are).
  The same form as `ingest.folding.fold_key`.

  Most texts need only the lower case, which one look tells: whether there is a letter of an alphabet that is not known
  to be composed, a tone mark that may have to move, or white space other than single spaces between words.
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
    case
        when regexp_matches(
            {{ column }},
            '{{ not_composed_or_spaced() }}|^ | $|(?i)(?:o[àáảãạèéẻẽẹ]|(?:^|[^q])u[ỳýỷỹỵ]|q[ùúủũụ]y)(?:$|[^\pL])'
        ) then trim(regexp_replace({{ folded.sql }}, '\s+', ' ', 'g'))
        else lower({{ column }})
    end
{% endmacro %}


{#- A pattern that finds whatever is not known to be composed (NFC) already, and white space other than single spaces. -#}
{% macro not_composed_or_spaced() -%}
    [^\x00-\x{9f}\x{a1}-\x{2ff}\x{1e00}-\x{1eff}\x{2010}-\x{2027}\x{20ab}]|[\t\n\f\r]| {2}
{%- endmacro %}
