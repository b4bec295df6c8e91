<?php namespace Acme\Groups;

use Backend;
use System\Classes\PluginBase;

/**
 * Groups: a screen of its own, a widget, and a section on each person's page.
 */
class Plugin extends PluginBase
{
    /**
     * Acme.Feed is the plugin that Acme.Activity has taken the place of.
     */
    public $require = ['Acme.Directory', 'Acme.Feed'];

    public function pluginDetails()
    {
        return [
            'name' => 'Groups',
            'description' => 'Who is in which group, and what each is for.',
            'author' => 'Acme',
            'icon' => 'icon-users',
        ];
    }

    public function registerPermissions()
    {
        return [
            'acme.groups.view' => ['tab' => 'Groups', 'label' => 'acme.groups::lang.permissions.view', 'roles' => ['staff']],
            'acme.groups.keys' => ['tab' => 'Groups', 'label' => 'acme.groups::lang.permissions.keys'],
        ];
    }

    public function registerNavigation()
    {
        return [
            'groups' => [
                'label' => 'acme.groups::lang.menu.groups',
                'url' => Backend::url('guide/groups/'),
                'icon' => 'icon-users',
                'permissions' => ['acme.groups.*'],
                'order' => 200,
                'sideMenu' => [
                    'teams' => [
                        'label' => 'acme.groups::lang.menu.teams',
                        'url' => Backend::url('guide/groups/#team'),
                        'icon' => 'icon-sitemap',
                        'permissions' => ['acme.groups.view'],
                        'counter' => 6,
                    ],
                    'keys' => [
                        'label' => 'acme.groups::lang.menu.keys',
                        'url' => Backend::url('guide/groups/#access'),
                        'icon' => 'icon-key',
                        'permissions' => ['acme.groups.keys'],
                        'counter' => 3,
                    ],
                ],
            ],
        ];
    }
}
