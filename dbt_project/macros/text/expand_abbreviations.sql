{#-
  A folded text with its abbreviations written out, so that a rule needs one wording and not three. They are read from
  the seed while the model is compiled, as rules are: two texts in three have none, which one constant pattern tells.
  An abbreviation of several readings stays as it is.
-#}
{% macro expand_abbreviations(column) %}
    {%- set known = known_abbreviations() -%}
    {%- if not known -%}
        {{ column }}
    {%- else -%}
        {%- set shorts = known | map(attribute='pattern') | join('|') -%}
        case
            when regexp_matches({{ column }}, '(?:^|[^\pL])(?:{{ shorts }})(?:[^\pL]|$)') then array_to_string(
                list_transform(
                    regexp_extract_all({{ column }}, '\pL+(?:[/&-]\pL+)*|[^\pL]+'),
                    lambda word: case
                        when not regexp_full_match(word, '{{ shorts }}') then word
                        {%- for one in known %}
                        when word = '{{ one.abbreviation }}' then '{{ one.expansion }}'
                        {%- endfor %}
                    end
                ),
                ''
            )
            else {{ column }}
        end
    {%- endif -%}
{% endmacro %}


{#- Abbreviations of one reading, folded, and the same as a pattern; none before the seed has been loaded. -#}
{% macro known_abbreviations() %}
    {%- if not execute -%}{{ return([]) }}{%- endif -%}
    {%- set relation = adapter.get_relation(database=target.database, schema='seeds', identifier='abbreviations') -%}
    {%- if relation is none -%}{{ return([]) }}{%- endif -%}
    {%- set query -%}
        with folded as (
            select {{ fold('abbreviation') }} as abbreviation, {{ fold('expansion') }} as expansion from {{ relation }}
        )
        select abbreviation, regexp_escape(abbreviation) as pattern, min(expansion) as expansion
        from folded
        group by abbreviation
        having count(distinct expansion) = 1
        order by abbreviation
    {%- endset -%}
    {%- set known = [] -%}
    {%- for row in run_query(query).rows -%}
        {%- do known.append({'abbreviation': row[0], 'pattern': row[1], 'expansion': row[2]}) -%}
    {%- endfor -%}
    {{ return(known) }}
{% endmacro %}
